package llmrouter.cli.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.config.read.Setting;
import llmrouter.config.read.Setting.Group;
import llmrouter.config.read.SettingsTable;
import llmrouter.files.FileError;
import llmrouter.startup.StartupError;
import llmrouter.startup.StartupService;

/// The environment of the service: it does not have this shell's variables, only those that are copied, and those of
/// the file for variables.
///
/// @param copied what `--proxy-env` and `--env` chose, with the values
/// @param secret those whose values are not shown
/// @param all    every variable that the service will have, as far as it can be known
/// @param notes  what the user should know about variables that are set here and that the service will not have
/// @param hint   how to give the service a variable, a sentence for the end of a message
record ServiceVariables(Map<String, String> copied, List<String> secret, Map<String, String> all, List<String> notes,
        String hint) {
    /// Variables of Java and of the launcher that a network may need.
    private static final List<String> OF_JAVA = List.of("JAVA_OPTS", "JAVA_HOME");
    private static final List<String> PATHS = List.of("LLM_ROUTER_CA_FILE", "LLM_ROUTER_CLIENT_CERTIFICATE",
        "LLM_ROUTER_CLIENT_KEY", "LLM_ROUTER_CLIENT_CERTIFICATE_PASSWORD_FILE", "LLM_ROUTER_JAVA", "JAVA_HOME",
        "NO_PROXY", "no_proxy");
    /// Variables that the flags of the service stand for.
    private static final List<String> IN_FLAGS = List.of("LLM_ROUTER_CONFIG", "LLM_ROUTER_HOST", "LLM_ROUTER_PORT",
        "LLM_ROUTER_MANAGED_BY_STARTUP");

    static ServiceVariables of(Invocation in, StartupService service) throws IOException {
        Map<String, String> here = in.shell().environment();
        var copied = new LinkedHashMap<String, String>();
        if (in.arguments().isOn("proxy-env")) network(here).forEach(name -> copied.put(name, here.get(name)));
        for (String name : in.arguments().list("env")) copied.put(name, named(here, name));
        if (!copied.isEmpty() && !service.manager().takesVariables()) {
            throw CliError.usage("a service of " + service.manager().name() + " cannot have variables of its own; set "
                + "them for your user with 'setx NAME VALUE', without --proxy-env and --env");
        }
        var all = new HashMap<>(service.manager().takesVariables() ? service.environment() : here);
        for (String name : List.of("HOME", "PATH")) {
            if (here.get(name) != null) all.putIfAbsent(name, here.get(name));
        }
        if (service.manager().readsVariablesFile()) all.putAll(file(service.manager().variablesFile()));
        all.putAll(copied);
        var secret = copied.keySet().stream().filter(name -> !PATHS.contains(name)).toList();
        return new ServiceVariables(copied, secret, Map.copyOf(all), notes(in, here, all), hint(service));
    }

    private static String named(Map<String, String> here, String name) {
        if (here.get(name) instanceof String value) return value;
        throw CliError.usage("--env=" + name + ": there is no such variable here"
            + (name.indexOf('=') < 0 ? "" : "; give only its name, the value is taken from this shell"));
    }

    /// The variables for proxies, authorities, client certificates and Java that are set.
    private static List<String> network(Map<String, String> here) {
        var names = new ArrayList<String>();
        for (Setting setting : SettingsTable.rows()) {
            if (setting.group() != Group.CONNECTIONS && setting.group() != Group.LAUNCHER) continue;
            names.add(setting.name());
            names.addAll(setting.olderNames());
        }
        names.addAll(OF_JAVA);
        return names.stream().filter(name -> here.get(name) instanceof String value && !value.isBlank()).toList();
    }

    /// @return lines `NAME=value` of a file; empty if there is no file
    private static Map<String, String> file(Path path) throws StartupError {
        var variables = new HashMap<String, String>();
        try {
            for (String line : Files.readAllLines(path)) {
                int equals = line.indexOf('=');
                String name = equals < 0 ? "" : line.substring(0, equals).strip();
                if (!name.isEmpty() && !name.startsWith("#") && !name.startsWith(";")) {
                    variables.put(name, unquoted(line.substring(equals + 1).strip()));
                }
            }
        } catch (NoSuchFileException _) {
            return variables;
        } catch (IOException e) {
            throw CliError.failed(FileError.of("read", path, e).getMessage());
        }
        return variables;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && (value.charAt(0) == '"' || value.charAt(0) == '\'')
            && value.charAt(0) == value.charAt(value.length() - 1);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static List<String> notes(Invocation in, Map<String, String> here, Map<String, String> all) {
        var proxies = network(here).stream().filter(name -> !all.containsKey(name)).toList();
        var notes = new ArrayList<String>();
        if (!proxies.isEmpty()) {
            notes.add("the service does not have " + String.join(", ", proxies)
                + " of this shell; --proxy-env gives them to it");
        }
        var own = here.keySet().stream().filter(name -> name.startsWith("LLM_ROUTER_") && !IN_FLAGS.contains(name)
            && !network(here).contains(name) && !all.containsKey(name) && isSetting(name)).sorted().toList();
        if (!own.isEmpty()) {
            notes.add("the service does not have " + String.join(", ", own) + " of this shell; --env=" + own.getFirst()
                + " gives it that variable");
        }
        return notes;
    }

    private static boolean isSetting(String name) {
        return SettingsTable.rows().stream().anyMatch(row -> row.name().equals(name));
    }

    private static String hint(StartupService service) {
        if (service.manager().readsVariablesFile()) {
            return "\nA service does not have the variables of this shell. Put those that it needs into "
                + service.manager().variablesFile() + ", a line NAME=value each (chmod 600), or give providers their "
                + "keys with --api-key-file";
        }
        return "\nA service does not have the variables of this shell. Give providers their keys with --api-key-file, "
            + "or copy a variable with --env=NAME";
    }
}
