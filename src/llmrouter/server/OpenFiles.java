package llmrouter.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import llmrouter.config.Settings.Listen;

/// How many files and connections this process may open at a time, and so how many requests it can serve: each needs a
/// connection of the client and one to the provider. Where there are none left, the JDK's server accepts nothing and
/// takes a whole core to try it, calls to healthy providers fail, and no file can be read. So fewer requests are taken,
/// and what is left over stays for the program itself.
///
/// @param limit `RLIMIT_NOFILE` of getrlimit(2), which the JVM has raised to what the system allows; 0 if not known
record OpenFiles(long limit) {
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String NAME = "Max open files";
    /// The jar, logs, state, listener and the JVM's own files, of which an idle gateway has about 20.
    private static final int OWN = 40;

    /// Of this process, where the system tells it.
    static OpenFiles ofThisProcess() {
        try {
            return parse(Files.readString(LIMITS));
        } catch (IOException _) {
            return new OpenFiles(0);
        }
    }

    /// @param limits as in proc_pid_limits(5)
    static OpenFiles parse(String limits) {
        for (String line : limits.split("\n")) {
            if (!line.startsWith(NAME)) continue;
            String soft = line.substring(NAME.length()).strip().split(" ")[0];
            boolean number = !soft.isEmpty() && soft.length() < 18 && soft.chars().allMatch(c -> c >= '0' && c <= '9');
            return new OpenFiles(number ? Long.parseLong(soft) : 0);
        }
        return new OpenFiles(0);
    }

    /// So many requests can be served at a time: two fifths of the files are for clients that are served, as many for
    /// providers, and the rest is for clients that are told to come back.
    int requests(int wanted) {
        return limit == 0 ? wanted : Math.clamp((limit - OWN) * 2 / 5, 1, wanted);
    }

    /// So many connections of clients can be open at a time.
    int connections(int wanted) {
        return limit == 0 ? wanted : Math.clamp((limit - OWN) * 3 / 5, 2, wanted);
    }

    /// The settings, with as many requests as can be served.
    Listen within(Listen listen) {
        return new Listen(listen.host(), listen.port(), requests(listen.maxConnections()), listen.maxBodyBytes());
    }

    /// What the operator should know of the limit; null if it allows what is wanted.
    String warning(int wanted) {
        int requests = requests(wanted);
        return requests == wanted ? null : "warning: this process may open " + limit + " files, which is enough for "
            + requests + " requests at a time and not for " + wanted + " (LLM_ROUTER_MAX_CONNECTIONS); raise the "
            + "limit, for example with ulimit -n or LimitNOFILE= of the service";
    }
}
