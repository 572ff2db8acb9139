"""hang.py MOUNT DEAD: a file system with one folder, `scratch`, that stops answering while the file DEAD exists (like a dead NFS server)."""

import ctypes
import os
import struct
import sys
import time

where, dead = sys.argv[1:]
fuse = os.open("/dev/fuse", os.O_RDWR)
libc = ctypes.CDLL(None, use_errno=True)
options = f"fd={fuse},rootmode=40000,user_id=0,group_id=0,allow_other".encode()
if libc.mount(b"net", where.encode(), b"fuse", 0, options):
    sys.exit(os.strerror(ctypes.get_errno()))


def FOLDER(node):
    return struct.pack("<QQQQQQ IIIIIIIIII", node, 0, 0, 0, 0, 0, 0, 0, 0, 0o40755, 2, 0, 0, 0, 4096, 0)


while True:
    message = os.read(fuse, 1 << 17)
    size, operation, unique, node = struct.unpack_from("<IIQQ", message)
    while operation != 26 and os.path.exists(dead):
        time.sleep(0.1)
    body, error = b"", 0
    if operation == 26:  # INIT
        body = struct.pack("<IIIIHHII", 7, 26, 65536, 0, 12, 9, 65536, 1) + bytes(64 - 28)
        body = body[:64]
    elif operation == 3:  # GETATTR
        body = struct.pack("<QII", 0, 0, 0) + FOLDER(node)
    elif operation == 1:  # LOOKUP
        name = message[40:].rstrip(b"\0")
        if name == b"scratch" and node == 1:
            body = struct.pack("<QQQQII", 2, 0, 0, 0, 0, 0) + FOLDER(2)
        else:
            error = -2
    elif operation == 17:  # STATFS
        body = struct.pack("<QQQQQIIII6I", 100, 50, 50, 10, 5, 4096, 255, 4096, 0, *[0] * 6)
    elif operation in (2, 42, 36):  # FORGET, BATCH_FORGET, INTERRUPT: no answer
        continue
    elif operation in (27, 29, 34):  # OPENDIR, RELEASEDIR, ACCESS
        body = struct.pack("<QII", 0, 0, 0) if operation == 27 else b""
    else:
        error = -38
    os.write(fuse, struct.pack("<IiQ", 16 + len(body), error, unique) + body)
