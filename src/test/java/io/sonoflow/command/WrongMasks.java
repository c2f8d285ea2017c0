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
package io.sonoflow.command;

import ai.djl.Device;

import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.image.Images;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.nn.segment.SegmentationConfig;
import io.sonoflow.nn.segment.SegmentationFile;
import io.sonoflow.nn.segment.SegmentationNetwork;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

import net.imglib2.img.array.ArrayImgs;

/** Rows of {@link WrongInputsTest}: what is given to the commands that segment. */
final class WrongMasks {

	private static final int W = 48, H = 32;

	private static final String TRAIN = "Train Segmenter...";
	private static final String SEGMENT = "Segment Ultrasound...";
	private static final String EVALUATE = "Evaluate Segmentation...";
	private static final String LEARN = "input={tmp}/in size=32 widths=4,8 output={tmp}/out";
	private static final String COMPARE = "input={tmp}/good predictions={tmp}/in output={tmp}/out";
	private static final String FIND = "model={tmp}/model.safetensors input={tmp}/in/images output={tmp}/out";

	private WrongMasks() {
	}

	private static boolean inside(final int i) {
		return Math.hypot(i % W - 20, i / W - 15) < 9;
	}

	private static void write(final Scene scene, final String name, final int width, final int height,
		final IntUnaryOperator value)
	{
		final byte[] pixels = new byte[width * height];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) value.applyAsInt(i);
		ImageFiles.writePng(scene.path(name), Images.bytes(pixels, width, height));
	}

	/** Three pictures with masks of their size, in folders of their own. */
	private static void pairs(final Scene scene, final String folder, final IntUnaryOperator value) {
		for (final String name : List.of("a", "b", "c")) {
			final String file = folder + "/images/" + name + ".png";
			write(scene, file, W, H, i -> 30 + i * 7 % 97 + name.charAt(0));
			write(scene, folder + "/masks/" + name + ".png", W, H, value);
		}
	}

	private static Consumer<Scene> wrong(final Consumer<Scene> last) {
		return scene -> {
			pairs(scene, "good", i -> inside(i) ? 255 : 0);
			pairs(scene, "in", i -> inside(i) ? 255 : 0);
			last.accept(scene);
		};
	}

	private static Consumer<Scene> resized(final int width, final int height) {
		return wrong(scene -> write(scene, "in/masks/b.png", width, height, i -> i < 99 ? 255 : 0));
	}

	private static void colours(final Scene scene) {
		final int[] colours = new int[W * H];
		for (int i = 0; i < colours.length; i++)
			colours[i] = inside(i) ? i % W < 20 ? 0xFFFF0000 : 0xFF00FF00 : 0xFF000000;
		ImageFiles.writeColorPng(scene.path("in/masks/b.png"), ArrayImgs.argbs(colours, W, H));
	}

	private static void model(final Scene scene) {
		pairs(scene, "in", i -> 0);
		final SegmentationConfig config = new SegmentationConfig(List.of("lobe", "nodule"), List.of("kidney", "thyroid"), List.of(4,
			8), true, 32, 0.5, Normalisation.CLASSIFIER, Map.of());
		try (SegmentationNetwork network = SegmentationNetwork.create(Device.cpu(), config, 1)) {
			SegmentationFile.write(scene.path("model.safetensors"), network, config);
		}
	}

	private static WrongInput row(final String label, final String options, final Consumer<Scene> setup,
		final String... fragments)
	{
		return new WrongInput(label, options, setup, fragments);
	}

	static List<WrongInput> rows() {
		final Consumer<Scene> itself = wrong(scene -> write(scene, "in/masks/b.png", W, H, i -> 30 + i * 7 % 97 + 'b'));
		final Consumer<Scene> empty = scene -> {
			pairs(scene, "good", i -> inside(i) ? 255 : 0);
			pairs(scene, "in", i -> 0);
		};
		final Consumer<Scene> seven = wrong(scene -> write(scene, "in/masks/b.png", W, H, i -> inside(i) ? 7 : 0));
		final Consumer<Scene> weights = scene -> {
			model(scene);
			pairs(scene, "in", i -> inside(i) ? 255 : 0);
		};
		final Consumer<Scene> listed = scene -> {
			model(scene);
			scene.text("list.json", "[{\"img_path_relative\": \"in/images/a.png\", \"task\": \"segmentation\", \"organ\": \"Liver\"}]");
		};
		final String named = " values=[nerve:255,vessel:2]";
		return List.of(
			row(TRAIN, LEARN, resized(40, 40), "b.png", "40 x 40", "48 x 32", "must be alike"),
			row(TRAIN, LEARN, resized(H, W), "b.png", "32 x 48", "width and height are swapped"),
			row(TRAIN, LEARN + named, seven, "b.png", "value 7", "nerve:255,vessel:2", "values="),
			row(TRAIN, LEARN, empty, "all 3 masks are empty", "Check"),
			row(TRAIN, LEARN, wrong(WrongMasks::colours), "b.png", "several colours", "8-bit grey"),
			row(TRAIN, LEARN, itself, "b.png", "is the image", "itself"),
			row(TRAIN, LEARN + " holdout=0 validation=0 prefix=ema weights={tmp}/model.safetensors", weights, "prefix=ema",
				"Inspect Weights"),
			row(TRAIN, LEARN + " folds=1", weights, "folds=1", "folds=2"),
			row(EVALUATE, COMPARE, resized(40, 40), "b.png", "40 x 40", "48 x 32"),
			row(EVALUATE, COMPARE + named, seven, "b.png", "value 7", "nerve:255,vessel:2"),
			row(EVALUATE, COMPARE, wrong(WrongMasks::colours), "b.png", "several colours"),
			row(EVALUATE, COMPARE, itself, "b.png", "is the image"),
			row(EVALUATE, "input={tmp}/in predictions={tmp}/good output={tmp}/out", empty, "all 3 masks are empty"),
			row(SEGMENT, FIND + " organ=liver", WrongMasks::model, "organ=liver", "kidney, thyroid"),
			row(SEGMENT, FIND, WrongMasks::model, "must be told the organ", "3 of 3", "organ=, one of: kidney, thyroid"),
			row(SEGMENT, FIND + " organ=kidney threshold=2", WrongMasks::model, "threshold=2", "above 0 and below 1"),
			row(SEGMENT, "model={tmp}/model.safetensors input={tmp}/list.json output={tmp}/out", listed, "liver", "kidney, thyroid"));
	}
}
