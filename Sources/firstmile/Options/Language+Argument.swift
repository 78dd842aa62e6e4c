public import ArgumentParser
public import Explaining

extension Language: ExpressibleByArgument {}
