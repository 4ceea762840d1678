package dev.fes.testbed;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The PostgreSQL programs of this machine's architecture, unpacked once per user and version. */
final class PostgresBinaries {

  private final Path home;

  private PostgresBinaries(Path home) {
    this.home = home;
  }

  static PostgresBinaries unpacked() {
    try (InputStream resource = archive()) {
      byte[] archive = resource.readAllBytes();
      CRC32 checksum = new CRC32();
      checksum.update(archive);
      Path home = cache().resolve("postgres-" + Long.toHexString(checksum.getValue()));
      if (!Files.exists(home)) {
        unpack(archive, home);
      }
      return new PostgresBinaries(home);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unpack PostgreSQL", e);
    }
  }

  /**
   * PostgreSQL refuses to run as root; inside a user namespace root is nobody and still owns its
   * files.
   */
  List<String> command(String program, List<String> arguments) {
    List<String> command = new ArrayList<>();
    if (LinuxUtils.isUnshareAvailable()) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(home.resolve("bin").resolve(program).toString());
    command.addAll(arguments);
    return command;
  }

  private static InputStream archive() throws IOException {
    String system =
        System.getProperty("os.name").startsWith("Mac") ? "Darwin" : System.getProperty("os.name");
    String machine = System.getProperty("os.arch").replace("amd64", "x86_64");
    return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine);
  }

  private static Path cache() throws IOException {
    return Files.createDirectories(
        Path.of(System.getProperty("user.home"), ".cache", "fes-testbed"));
  }

  /** Two processes may do this at once: the first rename wins, and both trees are the same. */
  private static void unpack(byte[] archive, Path home) throws IOException {
    Path draft = Files.createTempDirectory(home.getParent(), "unpacking-");
    extract(archive, draft);
    try {
      Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      ScratchFolder.deleteTree(draft);
      if (!Files.exists(home)) {
        throw e;
      }
    }
  }

  private static void extract(byte[] archive, Path target) throws IOException {
    try (InputStream xz = new XZCompressorInputStream(new ByteArrayInputStream(archive));
        TarArchiveInputStream tar = new TarArchiveInputStream(xz)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        write(entry, tar, target.resolve(entry.getName()));
      }
    }
  }

  private static void write(TarArchiveEntry entry, InputStream content, Path file)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Files.createDirectories(file.getParent());
    if (entry.isSymbolicLink() || entry.isLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(content, file);
    if ((entry.getMode() & 0100) != 0 && !file.toFile().setExecutable(true, false)) {
      throw new IOException("Cannot make " + file + " executable");
    }
  }
}
