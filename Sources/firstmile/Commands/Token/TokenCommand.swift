import ArgumentParser

/// `firstmile token`
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Tokens for the API beyond this machine: making, listing and revoking them.",
        discussion: """
            A daemon that listens on loopback needs none. What is changed here counts at once, without a restart.

              firstmile token add dashboard --role read
              firstmile token add erp-1 --role publish --seller store-1 --seller store-2
              firstmile token revoke erp-1
            """,
        subcommands: [TokenAdd.self, TokenList.self, TokenRevoke.self], defaultSubcommand: TokenList.self)
}
