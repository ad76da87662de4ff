/// Help as a reader sees it.
enum HelpPages {
    static let program = """
        desk: An employee for customer questions.

        Usage: desk [OPTIONS] COMMAND

        Commands:
          serve     Run everything in one process.
          tickets   Look at tickets.
          import    Load documents.
          login     Log in.
          fail      Fail.
          check     Check.
          settings  Misread the settings.

        Options:
              --data-dir PATH  Where data is kept. (environment: DESK_DATA_DIR)
          -h, --help           Show this help.
              --version        Show the version.

        `desk COMMAND --help` tells more about a command.
        """

    static let serve = """
        desk serve: Run everything in one process.

        Usage: desk serve [OPTIONS]

        Serves the form, the console and the webhooks on one port, and answers what
        comes in. It stops in good order on SIGTERM.

        A second signal stops it at once.

        Options:
          -p, --port N      The port to listen on. (an integer from 1 to 65535; default:
                            8000; environment: DESK_SERVER_PORT)
              --origin URL  A site whose pages may call. (may be repeated)
          -q, --quiet       Say less.
          -v, --verbose     Say more.

        Common options:
              --data-dir PATH  Where data is kept. (environment: DESK_DATA_DIR)
          -h, --help           Show this help.

        Examples:
          desk serve --port 9000
              Listens on port 9000 of the loopback address.
        """
}
