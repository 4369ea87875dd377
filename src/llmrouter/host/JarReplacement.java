package llmrouter.host;

import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;

import llmrouter.files.FileError;
import llmrouter.service.Instance;
import llmrouter.service.Instances;
import llmrouter.service.LocalCall;

/// The process that this gateway starts from its replaced jar, which then takes over from it. This process stays
/// until that one has ended, so that a parent that waits for the first process waits for the gateway.
final class JarReplacement {
    private final HostContext context;
    private final Instances instances;
    private volatile Process process;

    /// @param instances the user's gateways
    JarReplacement(HostContext context, Instances instances) {
        this.context = context;
        this.instances = instances;
    }

    /// Starts the process, with this one's input and output.
    ///
    /// @param command    the whole command line
    /// @param handedOver whether this gateway is ending; then the end of the other process is no failure of its start
    void start(List<String> command, BooleanSupplier handedOver) {
        try {
            Process next = new ProcessBuilder(command).inheritIO().start();
            process = next;
            next.onExit().thenAccept(ended -> {
                if (!handedOver.getAsBoolean()) failed(ended);
            });
        } catch (IOException e) {
            context.say("the new jar cannot be started (" + FileError.words(e) + "); this gateway goes on");
        }
    }

    private void failed(Process ended) {
        process = null;
        context.say("the new jar has ended with code " + ended.exitValue() + "; this gateway goes on");
    }

    /// Waits for the end of the process, if one was started, and passes a stop on to it meanwhile.
    ///
    /// @param handedOver whether it has taken over; otherwise this gateway was stopped before that, and the process
    ///                   is ended
    /// @return its exit code, or 0
    int waitFor(boolean handedOver) throws InterruptedException {
        Process next = process;
        if (next == null) return 0;
        if (!handedOver) next.destroy();
        Thread.ofVirtual().start(() -> passStopOn(next));
        return next.waitFor();
    }

    /// By its control door: a terminal sends a signal to both processes, and the other one would count a second
    /// signal from here.
    private void passStopOn(Process next) {
        try {
            context.stop().awaitStop();
            for (Instance other : instances.all()) {
                if (other.pid() == next.pid()) LocalCall.control(other, "POST", "stop");
            }
        } catch (IOException e) {
            context.say("process " + next.pid() + " could not be asked to stop (" + FileError.words(e) + ")");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
