"""What is wrong with a YAML file, in one clause."""

import yaml
from pydantic import ValidationError


def fault(error: yaml.YAMLError | ValidationError | ValueError | RecursionError) -> str:
    """What is wrong and where: the line, or the field, without an excerpt of the file."""
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(map(str, first['loc'])) or 'it'}: {first['msg']}"
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    mark = getattr(error, "problem_mark", None)
    return f"{problem} (line {mark.line + 1})" if mark else problem
