package llmrouter.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

import llmrouter.state.StateStore;

/// What a gateway takes over from the one before it: the address as soon as it is free, and the state.
///
/// The JDK's server can neither share a port nor take a listening socket over, so for a moment nobody listens. To make it short this one tries to
/// bind without a pause from the moment that it asks the other one. Connections that come then wait in the kernel until the state is there.
final class Legacy {
    private static final long PATIENCE_NS = 5_000_000_000L;
    /// The other one has had time enough by then; to burn a core any longer would slow it down.
    private static final long SPIN_NS = 50_000_000L;

    private final Heritage.Claim claim;
    private CompletableFuture<BufferedReader> answer;

    private Legacy(Heritage.Claim claim) {
        this.claim = claim;
    }

    static Legacy none() {
        return new Legacy(null);
    }

    static Legacy of(Heritage.Claim claim) {
        return new Legacy(claim);
    }

    @FunctionalInterface
    interface Binding {
        void run() throws IOException;
    }

    /// Asks for the address, and tries until it can be had.
    /// @throws IOException the other one does not give it up, or not within five seconds
    void bind(Binding binding) throws IOException {
        answer = CompletableFuture.supplyAsync(this::send, task -> Thread.ofPlatform().daemon().name("claim").start(task));
        long began = System.nanoTime();
        while (true) {
            try {
                binding.run();
                return;
            } catch (BindException e) {
                long tried = System.nanoTime() - began;
                if (tried > PATIENCE_NS) throw e;
                if (answer.isCompletedExceptionally()) answer();
                if (tried > SPIN_NS) LockSupport.parkNanos(200_000);
            }
        }
    }

    private BufferedReader send() {
        try {
            return claim.send();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BufferedReader answer() throws IOException {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof UncheckedIOException io ? io.getCause() : new IOException(e.getCause());
        }
    }

    /// Opens the state when the other one has left it; what it goes on to leave is taken in as it comes.
    StateStore open(Supplier<StateStore> opening, Consumer<String> log) {
        if (claim == null) return opening.get();
        var first = new ArrayList<String>();
        BufferedReader lines = readUntilReleased(first, log);
        StateStore state = opening.get();
        first.forEach(state::inherit);
        if (lines != null) Thread.ofVirtual().name("inherit").start(() -> inherit(lines, state, log));
        return state;
    }

    /// @return the lines that follow; null if there will be none
    private BufferedReader readUntilReleased(List<String> into, Consumer<String> log) {
        try {
            BufferedReader lines = answer();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(ControlDoor.RELEASED)) return lines;
                into.add(line);
            }
            log.accept("state: the gateway before this one has ended without leaving its state");
        } catch (IOException e) {
            log.accept("state: the gateway before this one does not say that it has left its state (" + e.getMessage() + ")");
        }
        return null;
    }

    private static void inherit(BufferedReader lines, StateStore state, Consumer<String> log) {
        try (lines) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) state.inherit(line);
        } catch (IOException e) {
            log.accept("state: the gateway before this one broke off (" + e.getMessage() + "); what its last requests used may be missing");
        }
    }
}
