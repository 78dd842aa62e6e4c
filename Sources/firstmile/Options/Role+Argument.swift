public import ArgumentParser
public import Dashboard

extension Role: ExpressibleByArgument {}
