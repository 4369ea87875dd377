package llmrouter.cli.connect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;

import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.clients.GatewayAccess;
import llmrouter.clients.agents.AgentLaunch;
import llmrouter.clients.agents.CodingAgent;
import llmrouter.files.FileError;

/// A client that runs with this process's terminal.
///
/// @param program its file
record ClientProcess(Invocation in, CodingAgent agent, Path program) {

    /// Runs it to its end.
    ///
    /// @return its exit code
    int run(GatewayAccess access) throws InterruptedException {
        AgentLaunch launch = agent.launch().of(access);
        if (launch.belowFiles()) ConnectWarnings.ofStart(in, agent, access.url()).forEach(in::say);
        var signals = new ClientSignals();
        in.shell().stop().leaveTo(signals); // before the start, so that no signal leaves the client behind
        Process process = start(launch);
        signals.began(process);
        try {
            return process.waitFor();
        } catch (InterruptedException interrupted) {
            process.destroy();
            throw interrupted;
        }
    }

    private Process start(AgentLaunch launch) throws CliError {
        var words = new ArrayList<String>();
        words.add(program.toString());
        words.addAll(launch.arguments());
        words.addAll(in.arguments().operandsBehindDashes());
        var builder = new ProcessBuilder(words).inheritIO();
        var environment = builder.environment();
        environment.clear();
        environment.putAll(in.shell().environment());
        launch.without().forEach(environment::remove);
        environment.putAll(launch.environment());
        try {
            return builder.start();
        } catch (IOException e) {
            throw CliError.failed("cannot start " + agent.name() + " (" + program + "): " + FileError.words(e));
        }
    }
}
