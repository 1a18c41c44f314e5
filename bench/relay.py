"""The bare reference: a plain FastAPI route that sends each update on at once, stores and checks nothing."""

from collections import defaultdict

from fastapi import FastAPI, WebSocket, WebSocketDisconnect

app = FastAPI()
rooms: defaultdict[str, set[WebSocket]] = defaultdict(set)


@app.websocket("/{room}")
async def relay(socket: WebSocket, room: str) -> None:
    await socket.accept()
    others = rooms[room]
    others.add(socket)
    try:
        while True:
            message = await socket.receive_bytes()
            if message.startswith(b"\x00\x00"):
                await socket.send_bytes(b"\x00\x01\x02\x00\x00")
            elif message.startswith(b"\x00\x02"):
                for other in list(others):
                    if other is not socket:
                        await other.send_bytes(message)
    except WebSocketDisconnect:
        pass
    finally:
        others.discard(socket)
