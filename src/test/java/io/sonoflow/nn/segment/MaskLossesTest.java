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
package io.sonoflow.nn.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.Npz;
import io.sonoflow.nn.Torch;

import java.util.function.Supplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Losses of masks, against the reference's numbers and by their definitions. */
class MaskLossesTest {

	private NDManager manager;

	@BeforeEach
	void start() {
		Torch.inference();
		manager = Torch.manager(Device.cpu());
	}

	@AfterEach
	void stop() {
		manager.close();
	}

	private static double number(final String name, final String letter) {
		final String found = name.replaceFirst(".*_" + letter + "([-+.0-9e]+)(_.*|$)", "$1");
		return found.equals(name) ? -1 : Double.parseDouble(found);
	}

	private NDArray array(final Npz npz, final String name) {
		return Torch.floats(manager, npz.get(name).floats(), npz.get(name).shape());
	}

	private Supplier<NDArray> loss(final String name, final NDArray x, final NDArray y, final int[] labels) {
		final double s = number(name, "s");
		if (name.equals("bce")) return () -> MaskLosses.bce(x, y);
		if (name.startsWith("dice_persample")) return () -> MaskLosses.dice(x, y, s);
		if (name.startsWith("dice_batch")) return () -> MaskLosses.batchDice(x, y, s);
		if (name.startsWith("bce_plus_dice_persample")) return () -> MaskLosses.bceAndDice(x, y, s).sum();
		if (name.startsWith("bce_plus_dice_batch")) return () -> MaskLosses.bce(x, y).add(MaskLosses.batchDice(x, y, s));
		if (name.startsWith("focal_softmax")) return () -> MaskLosses.focal(x, labels, number(name, "g")).mean();
		if (name.startsWith("focal_g")) return () -> MaskLosses.focal(x, y, number(name, "g"), number(name.replace("alpha", "a"),
			"a"));
		if (name.startsWith("smooth_l1")) return () -> MaskLosses.smoothL1(x, y, Double.parseDouble(name.replaceFirst(".*beta", "")));
		if (name.equals("cross_entropy")) return () -> MaskLosses.focal(x, labels, 0).mean();
		throw new AssertionError("unknown loss " + name);
	}

	@Tag(Fixtures.TAG)
	@Test
	void lossesAreTheReferences() {
		final Npz npz = Fixtures.npz("segmentation", "losses");
		final JsonObject values = Fixtures.json("segmentation", "losses");
		for (final String name : values.keySet()) {
			final String arrays = name.startsWith("smooth") ? "reg" : name.contains("softmax") || name.startsWith("cross") ? "cls"
				: "mask";
			final NDArray x = array(npz, arrays.equals("reg") ? "reg_pred" : arrays.equals("cls") ? "cls_logits" : "logits");
			final NDArray y = array(npz, arrays.equals("reg") ? "reg_target" : "target");
			x.setRequiresGradient(true);
			final NDArray loss = Torch.withGradient(loss(name, x, y, npz.get("cls_y").ints()));
			final double expected = values.get(name).getAsDouble();
			assertEquals(expected, loss.getFloat(), 1e-6 * Math.abs(expected), name);
			Torch.backward(loss, null);
			Fixtures.assertClose(name, npz.get("grad_" + name).floats(), x.getGradient().toFloatArray(), 1e-5);
		}
	}

	/** Applied twice, nothing would fall below one half, and a sure answer would not be one. */
	@Test
	void sigmoidIsTakenOnce() {
		final NDArray x = Torch.floats(manager, new float[] { 60, -60, 60, -60 }, 1, 1, 2, 2);
		final NDArray y = Torch.floats(manager, new float[] { 1, 0, 1, 0 }, 1, 1, 2, 2);
		assertEquals(0, MaskLosses.bce(x, y).getFloat(), 1e-9);
		assertEquals(0, MaskLosses.dice(x, y, 1).getFloat(), 1e-6);
		assertEquals(0, MaskLosses.focal(x, y, 2, -1).getFloat(), 1e-9);
		assertEquals(Math.log(2), MaskLosses.bce(x.mul(0), y).getFloat(), 1e-6);
	}

	@Test
	void unmarkedStructuresDoNotCount() {
		final NDArray x = Torch.floats(manager, new float[] { 1, 2, 3, 4, -9, 8, 7, 6 }, 1, 2, 2, 2);
		final NDArray y = Torch.floats(manager, new float[] { 1, 0, 1, 1, 1, 1, 0, 0 }, 1, 2, 2, 2);
		final NDArray counted = Torch.floats(manager, new float[] { 1, 0 }, 1, 2);
		final NDArray first = x.get(":, 0:1");
		x.setRequiresGradient(true);
		final MaskLosses.Pair pair = Torch.withGradient(() -> MaskLosses.bceAndDice(x, y, 1, counted));
		assertEquals(MaskLosses.bceAndDice(first, y.get(":, 0:1"), 1).sum().getFloat(), pair.sum().getFloat(), 1e-6);
		Torch.backward(pair.sum(), null);
		assertArrayEquals(new float[4], x.getGradient().get(":, 1").toFloatArray());
		assertEquals(0, MaskLosses.bceAndDice(x, y, 1, counted.mul(0)).sum().getFloat());
		assertEquals(MaskLosses.bceAndDice(x, y, 1).sum().getFloat(), MaskLosses.bceAndDice(x, y, 1, counted.onesLike()).sum()
			.getFloat(), 1e-6);
	}

	/** Elsewhere masks of 255 gave losses of -3e7. */
	@Test
	void masksOfOtherValuesAreNoticed() {
		final NDArray x = Torch.floats(manager, new float[] { 1, 2, 3, -4 }, 1, 1, 2, 2);
		final NDArray good = Torch.floats(manager, new float[] { 1, 0, 1, 0 }, 1, 1, 2, 2);
		final NDArray grey = good.mul(255);
		MaskLosses.bceAndDice(x, good, 1).check(good);
		final MaskLosses.Pair pair = MaskLosses.bceAndDice(x, grey, 1);
		assertTrue(assertThrows(IllegalStateException.class, () -> pair.check(grey)).getMessage().contains("255"));
		assertThrows(IllegalStateException.class, () -> pair.check(good));
	}
}
