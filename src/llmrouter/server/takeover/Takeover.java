package llmrouter.server.takeover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

import llmrouter.files.FileError;
import llmrouter.proof.ProvenLines;
import llmrouter.state.StateStore;
import llmrouter.state.answers.AnswerMemory;

/// A new gateway takes the address and the state of the previous one over. `Handover` is the other side.
///
/// The JDK's server can neither share a port nor take over a listening socket, so for a moment no process listens. To
/// keep that moment short, the new gateway tries to bind without a pause from the moment it sends its request.
/// Connections that arrive after that wait in the kernel until the state has arrived too.
public final class Takeover {
    /// The line after which the new gateway may open the state.
    public static final String RELEASED = "released";
    private static final long BIND_LIMIT_NS = 5_000_000_000L;
    /// After this time the previous gateway has had enough time; binding without a pause would only take CPU time
    /// from it.
    private static final long SPIN_NS = 50_000_000L;

    private final Request request;
    private CompletableFuture<ProvenLines> answer;

    private Takeover(Request request) {
        this.request = request;
    }

    /// Decides whether an address in use may be taken over.
    @FunctionalInterface
    public interface Policy {
        /// Finds out which process listens on the address.
        ///
        /// @return the request that makes that process hand over
        /// @throws IOException the process is not a gateway that can be asked to hand over
        Request requestFor(BindException inUse) throws IOException;
    }

    /// The request to hand over.
    @FunctionalInterface
    public interface Request {
        /// Sends the request.
        ///
        /// @return the state that the previous gateway hands over, one line per change; it goes on until that gateway
        /// has ended
        /// @throws IOException the previous gateway does not hand over
        ProvenLines send() throws IOException;
    }

    /// No previous gateway: the address was free.
    public static Takeover none() {
        return new Takeover(null);
    }

    /// @param request to the gateway that has the address
    public static Takeover by(Request request) {
        return new Takeover(request);
    }

    /// Binds to the address.
    @FunctionalInterface
    public interface Binding {
        /// @throws BindException another process has the address
        void run() throws IOException;
    }

    /// Asks for the address and tries to bind until it is free.
    /// @throws IOException the previous gateway does not hand over, or not within five seconds
    public void bind(Binding binding) throws IOException {
        answer = CompletableFuture.supplyAsync(this::send,
            task -> Thread.ofPlatform().daemon().name("takeover").start(task));
        long began = System.nanoTime();
        while (true) {
            try {
                binding.run();
                return;
            } catch (BindException e) {
                long tried = System.nanoTime() - began;
                if (tried > BIND_LIMIT_NS) throw e;
                if (answer.isCompletedExceptionally()) answer();
                if (tried > SPIN_NS) LockSupport.parkNanos(200_000);
            }
        }
    }

    private ProvenLines send() {
        try {
            return request.send();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProvenLines answer() throws IOException {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof UncheckedIOException io ? io.getCause() : new IOException(e.getCause());
        }
    }

    /// Opens the state once the previous gateway has closed it. Changes that the previous gateway reports later are
    /// applied as they arrive.
    ///
    /// @param answers gets the answers that the previous gateway remembers
    public StateStore open(Supplier<StateStore> opening, AnswerMemory answers, Consumer<String> log) {
        if (request == null) return opening.get();
        var first = new ArrayList<String>();
        ProvenLines lines = readUntilReleased(line -> {
            if (!answers.takeOver(line)) first.add(line);
        }, log);
        StateStore state = opening.get();
        first.forEach(state::takeOver);
        if (lines == null) answers.takenOver();
        else Thread.ofVirtual().name("takeover").start(() -> takeOver(lines, state, answers, log));
        return state;
    }

    /// @param into gets each line
    /// @return the lines that follow; null if there will be none
    private ProvenLines readUntilReleased(Consumer<String> into, Consumer<String> log) {
        try {
            ProvenLines lines = answer();
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (line.equals(RELEASED)) return lines;
                into.accept(line);
            }
            log.accept("state: the previous gateway ended before it had handed over its state");
        } catch (IOException e) {
            log.accept("state: the previous gateway did not confirm the state handover (" + FileError.words(e) + ")");
        }
        return null;
    }

    private static void takeOver(ProvenLines lines, StateStore state, AnswerMemory answers, Consumer<String> log) {
        try (lines) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (!answers.takeOver(line)) state.takeOver(line);
            }
        } catch (IOException e) {
            log.accept("state: the handover was interrupted (" + FileError.words(e)
                + "); the usage of the last requests may be missing");
        } finally {
            answers.takenOver();
        }
    }
}
