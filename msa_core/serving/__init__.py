"""Search from other programs: read-only HTTP over one engine, by Starlette and uvicorn.

Starlette is the one piece of the ecosystem that is needed: routing, middleware, answers. FastAPI on top of it would add
models of pydantic for a dozen parameters of a URL, whose faults are to be told in this project's own sentences.
"""
