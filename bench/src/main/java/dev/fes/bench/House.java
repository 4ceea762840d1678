package dev.fes.bench;

import dev.fes.testbed.LocalInstallation;
import dev.fes.testbed.Part;
import dev.fes.testbed.Testbed;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What all entrants share: the servers, and where FES and the peer are installed.
 *
 * @param home the folder with the modules, packaged
 * @param peer the folder of the unpacked peer
 * @param composition how FES's stages are spread over processes, staged or compact
 * @param stageSettings further lines of the installation's configuration, to try something out
 */
record House(Testbed testbed, Path home, Path peer, String composition, List<String> stageSettings)
    implements AutoCloseable {

  static House open(Path home, String composition, List<String> stageSettings) {
    Testbed testbed = Testbed.start(Set.of(Part.POSTGRES, Part.KAFKA, Part.SQS, Part.NAKADI));
    testbed
        .postgres()
        .createReplicationRole(
            LocalInstallation.DATABASE_USER, LocalInstallation.DATABASE_PASSWORD);
    return new House(
        testbed,
        home,
        home.resolve("bench/target/peer/debezium-server"),
        composition,
        stageSettings);
  }

  @Override
  public void close() {
    testbed.close();
  }
}
