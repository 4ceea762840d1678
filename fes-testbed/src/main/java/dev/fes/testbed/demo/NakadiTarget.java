package dev.fes.testbed.demo;

import dev.fes.testbed.NakadiServer;
import dev.fes.testbed.Received;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A Nakadi event type, looked at from the first event that nobody has looked at yet. */
final class NakadiTarget implements Story.Target {

    private static final Duration LOOK = Duration.ofMillis(500);

    private final NakadiServer nakadi;
    private final String type;
    private int seen;

    NakadiTarget(NakadiServer nakadi, String type) {
        this.nakadi = nakadi;
        this.type = type;
    }

    @Override
    public Optional<Story.Arrival> await(String mark, Duration within) {
        Instant end = Instant.now().plus(within);
        while (Instant.now().isBefore(end)) {
            List<Received> all = nakadi.awaitPublished(type, seen + 1, LOOK);
            for (Received event : all.subList(Math.min(seen, all.size()), all.size())) {
                seen++;
                if (event.text().contains(mark)) {
                    return Optional.of(new Story.Arrival(event.text(), event.arrivedAt()));
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public String name() {
        return "Nakadi event type " + type;
    }
}
