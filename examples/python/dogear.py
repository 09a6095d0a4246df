"""A Kafka-compatible broker within the test process: libdogear.so by ctypes."""
import ctypes
import json

_library = ctypes.CDLL("libdogear.so.1")  # found by the loader: LD_LIBRARY_PATH, or an installed one
_library.dogear_new.argtypes = [ctypes.c_char_p, ctypes.POINTER(ctypes.c_void_p)]
_library.dogear_call.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.POINTER(ctypes.c_void_p)]
_library.dogear_bootstrap_servers.argtypes = [ctypes.c_void_p]
_library.dogear_bootstrap_servers.restype = ctypes.c_char_p
_library.dogear_last_error.restype = ctypes.c_char_p
_library.dogear_free.argtypes = [ctypes.c_void_p]
_library.dogear_free.restype = None
_library.dogear_destroy.argtypes = [ctypes.c_void_p]
_library.dogear_destroy.restype = None


class Error(Exception):
    """Why something was refused: status, title, detail and perhaps field."""

    def __init__(self, problem):
        super().__init__(problem)
        self.__dict__.update(json.loads(problem))


class Cluster:
    """Options are those of dogear_new: Cluster(nodes=3, clock="manual", topic=["orders:6"])."""

    def __init__(self, **options):
        self._handle = ctypes.c_void_p()
        if _library.dogear_new(json.dumps(options).encode(), ctypes.byref(self._handle)):
            raise Error(_library.dogear_last_error().decode())
        self.bootstrap_servers = _library.dogear_bootstrap_servers(self._handle).decode()

    def call(self, verb, **request):
        """Runs a control verb: call("clock/advance", by="45s")."""
        text = ctypes.c_void_p()
        status = _library.dogear_call(self._handle, verb.encode(), json.dumps(request).encode(), ctypes.byref(text))
        answer = ctypes.string_at(text).decode()
        _library.dogear_free(text)
        if status:
            raise Error(answer)
        return json.loads(answer)

    def close(self):
        _library.dogear_destroy(self._handle)
        self._handle = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
