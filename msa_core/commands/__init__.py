"""The verbs of ``msa``, one file each: options in, results on stdout, progress and warnings on stderr."""
