package llmrouter.host;

import java.util.List;
import java.util.function.IntFunction;

/// What the user chose for a gateway that runs until it is stopped.
///
/// @param watchConfig  whether changes of the configuration file are applied while it runs
/// @param watchBinary  whether it hands over to the program's new jar when the jar it runs from is replaced
/// @param takeover     whether it replaces a gateway of the same user that has the address
/// @param drainSeconds how long open requests may take to finish after a stop
/// @param managed      whether a service manager starts it again when it ends
/// @param restartWords the words after `llm-router` that start the same gateway again on a given port, taking over
///                     from this one
public record StartOptions(boolean watchConfig, boolean watchBinary, boolean takeover, long drainSeconds,
        boolean managed, IntFunction<List<String>> restartWords) {}
