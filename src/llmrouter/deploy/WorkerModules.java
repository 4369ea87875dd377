package llmrouter.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// The two modules of the Worker, as this program carries them.
///
/// @param shim    the main module
/// @param gateway the compiled core
public record WorkerModules(byte[] shim, byte[] gateway) {
    /// The name of the main module.
    public static final String SHIM = "worker.mjs";
    public static final String GATEWAY = "gateway.mjs";
    /// What is wrong with a program without them, a clause.
    public static final String MISSING = "this llm-router was built without the Worker";
    public static final String FIX = "use the jar of a release, or build one with './build.sh dist' and install it "
        + "with 'build/dist/llm-router install'";

    /// The modules in this program, or null if it was built without them.
    public static WorkerModules ofThisProgram() {
        byte[] shim = resource(SHIM);
        byte[] gateway = resource(GATEWAY);
        return shim == null || gateway == null ? null : new WorkerModules(shim, gateway);
    }

    private static byte[] resource(String name) {
        try (InputStream in = WorkerModules.class.getResourceAsStream("/llmrouter/worker/" + name)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + " of this program", e);
        }
    }

    public int bytes() {
        return shim.length + gateway.length;
    }
}
