/*-
 * #%L
 * Deep learning for ultrasound images inside Fiji and ImageJ.
 * %%
 * Copyright (C) 2026 Sonoflow developers
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
package io.sonoflow.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

class TorchTest {

	@Test
	void gradientsAreRecordedOnlyInside() {
		Torch.inference();
		assertTrue(Torch.withGradient(JniUtils::isGradMode));
		assertFalse(JniUtils.isGradMode());
		assertThrows(IllegalStateException.class, () -> Torch.withGradient(() -> {
			throw new IllegalStateException("training failed");
		}));
		assertFalse(JniUtils.isGradMode());
	}

	/** Why every worker calls {@link Torch#inference()}. */
	@Test
	void theSettingIsTheThreads() throws Exception {
		Torch.inference();
		final CompletableFuture<boolean[]> seen = new CompletableFuture<>();
		new Thread(() -> {
			final boolean before = JniUtils.isGradMode();
			Torch.inference();
			seen.complete(new boolean[] { before, JniUtils.isGradMode() });
		}).start();
		assertArrayEquals(new boolean[] { true, false }, seen.get());
	}

	@Test
	void gradientsAddUpUntilZeroed() {
		Torch.inference();
		try (NDManager manager = Torch.manager(Device.cpu())) {
			final NDArray leaf = Torch.floats(manager, new float[] { 1, 2, 3 }, 3);
			leaf.setRequiresGradient(true);
			for (int i = 0; i < 2; i++)
				Torch.withGradient(() -> {
					Torch.backward(leaf.square(), null);
					return null;
				});
			assertArrayEquals(new float[] { 4, 8, 12 }, leaf.getGradient().toFloatArray());
			JniUtils.zeroGrad((PtNDArray) leaf);
			Torch.withGradient(() -> {
				Torch.backward(leaf.square(), Torch.floats(manager, new float[] { 1, 0, -1 }, 3));
				return null;
			});
			assertArrayEquals(new float[] { 2, 0, -6 }, leaf.getGradient().toFloatArray());
			Torch.fill(leaf, new float[] { 7, 8, 9 });
			assertArrayEquals(new float[] { 7, 8, 9 }, leaf.toFloatArray());
			assertTrue(leaf.hasGradient());
			assertThrows(IllegalArgumentException.class, () -> Torch.floats(manager, new float[3], 4));
			assertThrows(IllegalArgumentException.class, () -> Torch.fill(leaf, new float[4]));
		}
	}

	@Test
	void closingANetworkFreesItAndAForwardLeavesNothing() {
		Torch.inference();
		final ResNet network = ResNet.resNet18(Device.cpu(), 1, 2);
		try (NDManager manager = Torch.manager(Device.cpu())) {
			final NDArray x = Torch.floats(manager, new float[32 * 32], 1, 1, 32, 32);
			final int before = manager.getManagedArrays().size();
			final NDArray y = network.logits(x, false);
			assertEquals(before + 1, manager.getManagedArrays().size());
			y.close();
			assertEquals(before, manager.getManagedArrays().size());
		}
		network.close();
		assertFalse(network.manager().isOpen());
	}

	@Test
	void readingLeavesNothingBehind() {
		try (NDManager manager = Torch.manager(Device.cpu())) {
			final NDArray array = Torch.floats(manager, new float[] { 1, 2, 3, 4, 5, 6 }, 2, 3);
			final int before = manager.getManagedArrays().size();
			assertArrayEquals(new float[] { 1, 2, 3, 4, 5, 6 }, Torch.read(array));
			assertEquals(before, manager.getManagedArrays().size());
		}
	}
}
