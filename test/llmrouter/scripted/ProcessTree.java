package llmrouter.scripted;

import java.util.ArrayList;
import java.util.List;

import llmrouter.Await;

/// Ends the processes that a test has started.
public final class ProcessTree {
    private ProcessTree() {}

    /// Ends a process and all that it has started, and returns when none of them runs any more. One that went on for a
    /// moment would write into the test's folder while that is being deleted: a shell saves its history when its
    /// terminal is closed.
    public static void end(Process process) {
        var all = new ArrayList<>(List.of(process.toHandle()));
        process.descendants().forEach(all::add);
        all.forEach(ProcessHandle::destroyForcibly);
        Await.until("the end of " + all, () -> all.stream().noneMatch(ProcessTree::runs));
    }

    /// A process that has ended, but whose parent has not asked for its exit code yet, has no command any more.
    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }
}
