package dev.fes.source.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnconfirmedTest {

  private final Unconfirmed unconfirmed = new Unconfirmed();

  @Test
  void onlyTheContiguousRunIsDurable() {
    Runnable first = published("1");
    Runnable second = published("2");
    Runnable third = published("3");
    second.run();
    assertThat(unconfirmed.takeDurable()).isNull();
    first.run();
    assertThat(unconfirmed.takeDurable()).isEqualTo("2");
    third.run();
    assertThat(unconfirmed.takeDurable()).isEqualTo("3");
    assertThat(unconfirmed.takeDurable()).isNull();
  }

  @Test
  void aRecordWithoutEventsIsDurableAtOnce() {
    unconfirmed.begin("1", 0).end();

    assertThat(unconfirmed.takeDurable()).isEqualTo("1");
  }

  @Test
  void aRecordIsDurableWhenAllItsEventsAre() {
    Unconfirmed.Entry entry = unconfirmed.begin("1", 0);
    Runnable one = entry.add();
    Runnable other = entry.add();
    entry.end();
    one.run();
    assertThat(unconfirmed.takeDurable()).isNull();
    other.run();
    assertThat(unconfirmed.takeDurable()).isEqualTo("1");
  }

  @Test
  void whatIsPutBackGivesWayToSomethingNewer() {
    published("1").run();
    String durable = unconfirmed.takeDurable();
    unconfirmed.putBack(durable);
    assertThat(unconfirmed.takeDurable()).isEqualTo("1");
    published("2").run();
    unconfirmed.putBack("1");
    assertThat(unconfirmed.takeDurable()).isEqualTo("2");
  }

  @Test
  void theOldestIsWhatIsNotDurable() throws InterruptedException {
    Runnable durable = published("1");

    assertThat(unconfirmed.oldest()).hasValue(1);
    assertThat(unconfirmed.awaitDurable(1)).isFalse();
    durable.run();
    assertThat(unconfirmed.oldest()).isEmpty();
    assertThat(unconfirmed.awaitDurable(1)).isTrue();
  }

  private Runnable published(String number) {
    Unconfirmed.Entry entry = unconfirmed.begin(number, Long.parseLong(number));
    Runnable durable = entry.add();
    entry.end();
    return durable;
  }
}
