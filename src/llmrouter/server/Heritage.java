package llmrouter.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.BindException;

/// How a gateway comes to an address that somebody has.
@FunctionalInterface
public interface Heritage {
    /// Finds out who holds the address.
    /// @return how to ask it
    /// @throws IOException it is nobody to be asked
    Claim to(BindException taken) throws IOException;

    /// The request to give an address up.
    @FunctionalInterface
    interface Claim {
        /// Sends it.
        ///
        /// @return what the other one leaves of its state, line by line, and goes on to leave until it has ended
        /// @throws IOException it does not give it up
        BufferedReader send() throws IOException;
    }
}
