public import ArgumentParser
public import Views

extension ViewName: ExpressibleByArgument {}
