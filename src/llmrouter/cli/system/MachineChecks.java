package llmrouter.cli.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import llmrouter.Version;
import llmrouter.cli.Invocation;
import llmrouter.config.Settings;
import llmrouter.files.FileError;
import llmrouter.host.PortHolder;
import llmrouter.service.Instance;
import llmrouter.service.Instances;

/// What of the machine a gateway needs: a Java, room on the disk, its port.
final class MachineChecks {
    private static final long LITTLE = 500L << 20;
    private static final long TOO_LITTLE = 20L << 20;

    private MachineChecks() {}

    static List<DoctorFinding> of(Invocation in, Settings settings) {
        var findings = new ArrayList<DoctorFinding>();
        findings.add(DoctorFinding.ok("program", "version " + Version.CURRENT + " with Java " + Runtime.version()
            + ", at most " + (Runtime.getRuntime().maxMemory() >> 20) + " MB of heap", null));
        findings.add(disk(in.shell().home()));
        if (settings != null) findings.add(port(in, settings.listen().host(), settings.listen().port()));
        return findings;
    }

    private static DoctorFinding disk(Path home) {
        if (!Files.isDirectory(home)) {
            return DoctorFinding.warning("disk", "there is no home folder, so state and request log are kept nowhere",
                home, "set HOME to a folder that this user can write");
        }
        try {
            long free = Files.getFileStore(home).getUsableSpace();
            String what = (free >> 20) + " MB are free";
            if (free < TOO_LITTLE) return DoctorFinding.problem("disk", "only " + what, home, "make room there");
            if (free < LITTLE) return DoctorFinding.warning("disk", "only " + what, home, "make room there");
            return DoctorFinding.ok("disk", what, home);
        } catch (IOException e) {
            return DoctorFinding.warning("disk", "its free space cannot be read: " + FileError.words(e), home, null);
        }
    }

    private static DoctorFinding port(Invocation in, String host, int port) {
        String place = Instance.shown(host) + ":" + port;
        List<Instance> own = Instances.in(in.shell().home(), in::say).running();
        for (Instance gateway : own) {
            if (gateway.port() == port) return DoctorFinding.ok("port", "your gateway, process " + gateway.pid()
                + ", listens there", place);
        }
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return DoctorFinding.ok("port", "it is free", place);
        } catch (IOException e) {
            String holder = port == 0 ? null : PortHolder.of(port);
            String what = holder == null ? "it cannot be used: " + FileError.words(e) : holder + " has it";
            if (!own.isEmpty()) {
                return DoctorFinding.note("port", what + "; your gateway runs on " + own.getFirst().url(), place, null);
            }
            return DoctorFinding.problem("port", what, place,
                "choose another one with --port=N or LLM_ROUTER_PORT, or end that program");
        }
    }
}
