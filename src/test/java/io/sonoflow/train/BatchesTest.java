package io.sonoflow.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class BatchesTest {

	private static final Batches.Filler NOISE = (epoch, draw, sample, target, offset) -> {
		final RandomStream random = RandomStream.of(3, "noise", epoch, draw);
		for (int i = 0; i < 5; i++)
			target[offset + i] = sample + random.nextFloat();
	};

	private static List<float[]> all(final int threads) {
		final List<float[]> seen = new ArrayList<>();
		try (Batches batches = new Batches(3, epoch -> IntStream.range(0, 23).map(i -> (i * 7 + epoch) % 23).toArray(), 4,
			NOISE, 5, threads))
		{
			while (batches.hasNext()) {
				final Batches.Batch batch = batches.next();
				seen.add(batch.values().clone());
				batches.recycle(batch);
			}
		}
		return seen;
	}

	@Test
	void contentAndOrderDoNotDependOnThreads() {
		final List<float[]> one = all(1);
		final List<float[]> many = all(5);
		assertEquals(18, one.size());
		assertEquals(one.size(), many.size());
		for (int i = 0; i < one.size(); i++)
			assertArrayEquals(one.get(i), many.get(i));
	}

	@Test
	void aSingleLeftOverJoinsTheBatchBefore() {
		final List<Integer> sizes = new ArrayList<>();
		final List<Boolean> last = new ArrayList<>();
		try (Batches batches = new Batches(2, epoch -> new int[9], 4, NOISE, 5, 2)) {
			while (batches.hasNext()) {
				final Batches.Batch batch = batches.next();
				sizes.add(batch.samples().length);
				last.add(batch.last());
			}
		}
		assertEquals(List.of(4, 5, 4, 5), sizes);
		assertEquals(List.of(false, true, false, true), last);
		assertEquals(3, Batches.count(10, 4));
		assertEquals(1, Batches.count(3, 4));
		assertEquals(1, Batches.count(1, 4));
		assertEquals(2, Batches.count(2, 1));
	}

	@Test
	void anImageThatCannotBeReadStopsTheConsumer() {
		try (Batches batches = new Batches(1, epoch -> new int[8], 4, (epoch, draw, sample, target, offset) -> {
			if (draw == 5) throw new SonoflowException.File("bad");
		}, 5, 2)) {
			batches.next();
			assertTrue(batches.hasNext());
			assertEquals("bad", assertThrows(SonoflowException.File.class, batches::next).getMessage());
		}
	}

	@Test
	void noEpochsNoBatches() {
		try (Batches batches = new Batches(0, epoch -> new int[8], 4, NOISE, 5, 2)) {
			assertFalse(batches.hasNext());
		}
	}
}
