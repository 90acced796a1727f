"""Work off the main thread: the pixels lane, the engine process, and commands as child processes.

The only room of the window that starts threads or processes.
"""
