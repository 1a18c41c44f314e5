"""The reference of pages: what a bare FastAPI answers at least. A plain `def`, as our own routes are."""

from fastapi import FastAPI

app = FastAPI()


@app.get("/hello")
def hello() -> dict[str, str]:
    """Hello."""
    return {"hello": "world"}
