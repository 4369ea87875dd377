package llmrouter.cli.menu;

import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.ExitCode;

/// What an operation printed and returned.
///
/// @param out lines of data
/// @param err all other lines
record OperationResult(int exitCode, List<String> out, List<String> err) {
    boolean isDone() {
        return exitCode == ExitCode.DONE;
    }

    /// Everything that it printed: data, then what was said beside it.
    List<String> lines() {
        var all = new ArrayList<>(out);
        all.addAll(err);
        return all;
    }
}
