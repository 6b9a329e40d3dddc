"""The control room: commands, Prefect flows, worker processes, gates. The only room that knows Prefect."""

import os

# Work is spread over processes, one thread each: the small matrices of the models gain nothing from more, and would
# cost twice the CPU. To be said before NumPy is loaded.
os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
