import ctypes
import os
import time

if os.fork() == 0:
    ctypes.CDLL(None).prctl(15, b"odd\nname", 0, 0, 0)  # PR_SET_NAME
    os._exit(0)
time.sleep(120)
