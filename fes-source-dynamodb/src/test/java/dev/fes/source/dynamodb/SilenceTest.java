package dev.fes.source.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.stage.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.retrieval.kpl.ExtendedSequenceNumber;

class SilenceTest {

  private static final long NOW = System.currentTimeMillis();
  private static final Failure OVER = Failure.misconfigured("stream-disabled", "switched off");

  private final List<Failure> asked = new ArrayList<>();

  @Test
  void oneShardThatIsSilentForAMinuteIsEnough() {
    Silence silence = new Silence(() -> null, NOW);

    assertThat(silence.look(Set.of(reader()), NOW + 50_000)).isNull();
    Failure failure = silence.look(Set.of(reader()), NOW + 70_000);
    assertThat(failure.reason()).isEqualTo("stalled");
    assertThat(failure.message()).matches("shard shard-1 was not read for \\d+ s");
  }

  @Test
  void aStreamWithoutShardsIsAskedAfterAMinuteWhetherItIsOver() {
    Silence silence = new Silence(this::over, NOW);

    assertThat(silence.look(Set.of(), NOW + 50_000)).isNull();
    assertThat(asked).isEmpty();
    assertThat(silence.look(Set.of(), NOW + 61_000)).isEqualTo(OVER);
    assertThat(asked).hasSize(1);
  }

  @Test
  void aStreamWithoutShardsThatIsNotOverHasStalled() {
    Failure failure = new Silence(() -> null, NOW).look(Set.of(), NOW + 61_000);

    assertThat(failure.reason()).isEqualTo("stalled");
    assertThat(failure.message()).isEqualTo("no shard of the stream was read for 61 s");
  }

  @Test
  void theMinuteBeginsWithTheLastShardsEnd() {
    Silence silence = new Silence(this::over, NOW);
    assertThat(silence.look(Set.of(reader()), NOW + 50_000)).isNull();

    assertThat(silence.look(Set.of(), NOW + 100_000)).isNull();
    assertThat(silence.look(Set.of(), NOW + 111_000)).isEqualTo(OVER);
  }

  private Failure over() {
    asked.add(OVER);
    return OVER;
  }

  /** It was made now, and nothing has come of its shard since. */
  private static ShardReader reader() {
    ShardReader.Place nothing =
        new ShardReader.Place(
            "arn", "t", new Routes(List.of()), (topic, event, durable) -> {}, new Room());
    ShardReader reader =
        new ShardReader(
            nothing,
            new ShardReader.Session() {
              @Override
              public void began(ShardReader begun) {}

              @Override
              public void ended(ShardReader ended) {}

              @Override
              public void fail(Throwable why) {}
            });
    reader.initialize(
        InitializationInput.builder()
            .shardId("shard-1")
            .extendedSequenceNumber(ExtendedSequenceNumber.TRIM_HORIZON)
            .build());
    return reader;
  }
}
