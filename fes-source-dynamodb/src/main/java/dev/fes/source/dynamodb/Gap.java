package dev.fes.source.dynamodb;

import java.util.List;
import software.amazon.kinesis.leases.Lease;

/**
 * Changes that were in the stream and are gone unread.
 *
 * @param words what is lost
 * @param place what a person has to name to accept exactly this gap
 * @param leases the leases that no longer lead anywhere
 */
record Gap(String words, String place, List<Lease> leases) {

  Gap {
    leases = List.copyOf(leases);
  }
}
