package dev.fes.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class JsonBytesTest {

  private static final int LARGE = 16 << 20;

  @Test
  void aLargeRecordTakesLittleMoreThanItself() {
    JsonBytes json = new JsonBytes();
    byte[] value = new byte[LARGE];
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = memory.getCurrentThreadAllocatedBytes();

    json.raw(value).raw('}');

    // the value's own room, and once more with an eighth
    assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(LARGE * 5L / 2);
  }
}
