package org.metricbay.memory;

import org.junit.jupiter.api.Test;
import org.metricbay.test.ConfigTemplate;

class MemoryTemplateTest {
  @Test
  void showsTheDefaults() throws Exception {
    ConfigTemplate.assertShowsDefaults(
        MemorySettings.PID, values -> new MemorySettings(values).config());
  }
}
