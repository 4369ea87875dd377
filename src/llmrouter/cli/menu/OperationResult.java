package llmrouter.cli.menu;

import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.ExitCode;

/// What an operation printed and returned.
///
/// @param out lines of data
/// @param err all other lines
public record OperationResult(int exitCode, List<String> out, List<String> err) {
    public boolean isDone() {
        return exitCode == ExitCode.DONE;
    }

    /// Everything that it printed: data, then what was said beside it.
    public List<String> lines() {
        var all = new ArrayList<>(out);
        all.addAll(err);
        return all;
    }
}
