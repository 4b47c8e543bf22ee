"""What `./yimen` does before anything is installed: standard library only, any Python from 3.11.

It makes `.venv` from the locked requirements, fetches the front-end files and, for the tests, finds a
browser; then it hands over to `yimen.config.command` inside `.venv`.
"""
