"""Files in SQuAD's format."""

import json


def squad(*articles: list[tuple[str, list[tuple[str, str, str]]]]) -> str:
    """A SQuAD 2.0 file of articles: paragraphs with questions: (id, question, answer or "")."""
    data = [
        {
            "paragraphs": [
                {
                    "context": context,
                    "qas": [
                        {
                            "id": number,
                            "question": question,
                            "is_impossible": not answer,
                            "answers": [{"text": answer, "answer_start": context.index(answer)}]
                            if answer
                            else [],
                        }
                        for number, question, answer in questions
                    ],
                }
                for context, questions in article
            ]
        }
        for article in articles
    ]
    return json.dumps({"data": data})
