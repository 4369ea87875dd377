import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import org.teavm.backend.javascript.JSModuleType;
import org.teavm.tooling.ConsoleTeaVMToolLog;
import org.teavm.tooling.TeaVMProblemRenderer;
import org.teavm.tooling.TeaVMTargetType;
import org.teavm.tooling.TeaVMTool;
import org.teavm.vm.TeaVMOptimizationLevel;

/// Compiles class folders to one JavaScript module.
///
/// `WorkerBuild CLASSES ENTRY OUT [ALL]`: CLASSES is a class path of folders (the first that has a class wins), ENTRY
/// the class to begin at. Exit 1 on any problem that the compiler calls severe, such as a JDK class that it does not
/// have; each is told with its way from ENTRY. The compiler would write the module all the same, and it would fail at
/// run time. The compiler sees only what ENTRY reaches; exit 1 also if that is not every class in the packages of the
/// folder ALL.
final class WorkerBuild {
    /// A named class below the main package.
    private static final String IN_A_PACKAGE = "llmrouter\\.[a-z].*(?<!package-info)(?<!\\$\\d{1,3})";

    private WorkerBuild() {}

    public static void main(String[] args) throws Exception {
        long began = System.nanoTime();
        var out = Path.of(args[2]);
        var tool = new TeaVMTool();
        tool.setTargetType(TeaVMTargetType.JAVASCRIPT);
        tool.setJsModuleType(JSModuleType.ES2015);
        tool.setMainClass(args[1]);
        tool.setTargetDirectory(out.getParent().toFile());
        tool.setTargetFileName(out.getFileName().toString());
        tool.setOptimizationLevel(TeaVMOptimizationLevel.ADVANCED);
        tool.setObfuscated(true);
        // Without it a null dereference, a wrong cast or a bad index goes on with garbage instead of throwing.
        tool.setStrict(true);
        tool.setAssertionsRemoved(true);
        var log = new ConsoleTeaVMToolLog(false);
        tool.setLog(log);
        try (var loader = new URLClassLoader(urls(args[0]), WorkerBuild.class.getClassLoader())) {
            tool.setClassLoader(loader);
            tool.setClassPath(classPath(args[0]));
            tool.generate();
        }
        var problems = tool.getProblemProvider();
        TeaVMProblemRenderer.describeProblems(tool.getDependencyInfo().getCallGraph(), problems, log);
        int severe = problems.getSevereProblems().size();
        long ms = (System.nanoTime() - began) / 1_000_000;
        System.out.println(out + ": " + out.toFile().length() + " bytes, " + compressed(out) + " in gzip, " + ms + " ms, "
            + severe + " severe problems");
        System.exit(severe == 0 && (args.length < 4 || reachesAll(Path.of(args[3]), tool)) ? 0 : 1);
    }

    private static boolean reachesAll(Path folder, TeaVMTool tool) throws IOException {
        var reached = Set.copyOf(tool.getDependencyInfo().getReachableClasses());
        try (var files = Files.walk(folder)) {
            var missed = files.filter(file -> file.toString().endsWith(".class") && hasMethods(file))
                .map(file -> className(folder.relativize(file)))
                .filter(name -> name.matches(IN_A_PACKAGE) && !reached.contains(name)).sorted().toList();
            for (String name : missed) System.out.println("not reached: " + name);
            return missed.isEmpty();
        }
    }

    /// A class without methods has constants, which the Java compiler puts where they are used.
    private static boolean hasMethods(Path file) {
        try {
            return ClassFile.of().parse(file).methods().stream()
                .anyMatch(method -> !method.methodName().equalsString("<init>"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String className(Path file) {
        return file.toString().replace(File.separatorChar, '.').replaceFirst("\\.class$", "");
    }

    private static int compressed(Path file) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            Files.copy(file, gzip);
        }
        return bytes.size();
    }

    private static URL[] urls(String folders) throws IOException {
        var urls = new ArrayList<URL>();
        for (var folder : folders.split(File.pathSeparator)) urls.add(Path.of(folder).toUri().toURL());
        return urls.toArray(URL[]::new);
    }

    /// The compiler's own jars hold the class library that the module is made with, so they are compiled too.
    private static List<File> classPath(String folders) {
        var own = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).filter(p -> p.endsWith(".jar"));
        return Stream.concat(Stream.of(folders.split(File.pathSeparator)), own).map(File::new).toList();
    }
}
