package dev.oktars;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Properties;

/** Finds the command: named, brought by the jar of this platform, or in the path. */
final class Binary {
    private Binary() {}

    /** The version of this library, which the command must have too. */
    static String version() {
        Properties known = new Properties();
        try (InputStream in = Binary.class.getResourceAsStream("version.properties")) {
            known.load(in);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        return known.getProperty("version");
    }

    static Path find() {
        String named = System.getenv("OKTARS");
        if (named != null && !named.isEmpty()) {
            if (!Files.exists(Paths.get(named))) {
                throw new OrgException("OKTARS names " + named + ", which does not exist");
            }
            return Paths.get(named);
        }
        String resource = "bin/" + platform() + "/oktars";
        try (InputStream in = Binary.class.getResourceAsStream(resource)) {
            if (in != null) {
                return unpacked(in);
            }
        } catch (IOException error) {
            throw new UncheckedIOException("the command cannot be unpacked: " + error.getMessage(), error);
        }
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path path = Paths.get(folder, "oktars");
            if (Files.isExecutable(path)) {
                return path;
            }
        }
        throw new OrgException("there is no command oktars. The dependency dev.oktars:oktars-binary-linux-x64 brings it for linux-x64, and this is "
                + platform() + ". On another platform, build it with cargo, and name it in the variable OKTARS");
    }

    /** As {@code linux-x64}. */
    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch");
        String name = system.startsWith("mac") ? "darwin" : system.startsWith("win") ? "win32" : system;
        return name + "-" + (machine.equals("amd64") || machine.equals("x86_64") ? "x64" : machine);
    }

    /** Unpacks the command into a folder of the user, where the next run finds it. */
    private static Path unpacked(InputStream in) throws IOException {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path home = cache == null || cache.isEmpty() ? Paths.get(System.getProperty("user.home"), ".cache") : Paths.get(cache);
        Path folder = home.resolve(Paths.get("oktars", version() + "-" + stamp()));
        Path command = folder.resolve("oktars");
        if (Files.isExecutable(command)) {
            return command;
        }
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        // Another process may unpack it at the same time: each writes a file of its own, and the last name stays.
        Path part = Files.createTempFile(folder, "oktars", ".part");
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwx------"));
        Files.move(part, command, StandardCopyOption.ATOMIC_MOVE);
        return command;
    }

    /** What tells two binaries of one version apart: the beginning of the checksum that stands in the jar. */
    private static String stamp() throws IOException {
        try (InputStream in = Binary.class.getResourceAsStream("bin/" + platform() + "/oktars.sha256")) {
            if (in == null) {
                throw new OrgException("the jar with the command has no checksum");
            }
            return new String(in.readNBytes(16), java.nio.charset.StandardCharsets.US_ASCII);
        }
    }
}
