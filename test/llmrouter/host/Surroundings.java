package llmrouter.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The surroundings of a gateway in a test, with all that was printed.
final class Surroundings {
    final List<String> said = new ArrayList<>();
    private final Path home;

    Surroundings(Path home) {
        this.home = home;
    }

    HostContext with(Map<String, String> environment) {
        return new HostContext(environment, home, false, new StopSignal(), said::add);
    }
}
