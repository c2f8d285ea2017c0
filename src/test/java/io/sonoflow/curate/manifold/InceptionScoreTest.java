package io.sonoflow.curate.manifold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;

import io.sonoflow.Npz;
import io.sonoflow.SonoflowException;

import org.junit.jupiter.api.Test;

/** The inception score against the fixture and in its two extremes. */
class InceptionScoreTest {

	@Test
	void asInTheFixture() {
		final Npz.Array array = Fixture.read("inception_logits").get("logits");
		final Features logits = Features.of(array.floats(), (int) array.shape()[1]);
		for (final int splits : new int[] { 1, 10 }) {
			final JsonObject expected = Fixture.scores().getAsJsonObject("inception_score").getAsJsonObject("splits" +
				splits);
			final InceptionScore.Score score = InceptionScore.of(logits, splits);
			assertEquals(expected.get("mean").getAsDouble(), score.mean(), 1e-9);
			assertEquals(expected.get("std_ddof0").getAsDouble(), score.std(), 1e-9);
		}
	}

	@Test
	void fromOneToTheNumberOfClasses() {
		final Features same = Features.of(new float[][] { { 1, 2, 3 }, { 1, 2, 3 } });
		assertEquals(1, InceptionScore.of(same, 1).mean(), 1e-12);
		// Logits whose probabilities underflow.
		final Features clear = Features.of(new float[][] { { 0, -3000, -3000 }, { -3000, 0, -3000 }, { -3000, -3000, 0 } });
		assertEquals(3, InceptionScore.of(clear, 1).mean(), 1e-12);
		assertThrows(SonoflowException.Input.class, () -> InceptionScore.of(same, 3));
	}
}
