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
package io.sonoflow.report;

import io.sonoflow.RandomStream;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.plot.Pictures;
import io.sonoflow.plot.chart.Axes;
import io.sonoflow.plot.chart.Plots;
import io.sonoflow.plot.chart.Series;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Locale;

/** Folders as commands leave them. */
final class Runs {

	private Runs() {
	}

	static void record(final Path folder, final String command, final String status, final String parameters,
		final String figures)
	{
		AtomicFiles.writeText(folder.resolve("run.json"), """
			{"command": "%s", "status": "%s", "parameters": %s, "seed": 3, "versions": {"sonoflow": "0.1.0", "java": "17",
			"engine": "PyTorch 2.7.1"}, "device": "cpu", "inputs": [{"path": "/home/anna meier/study/crops", "files": 96,
			"sha256": "0123456789abcdef"}], "start": "2026-01-02T03:04:05Z", "end": "2026-01-02T03:07:25Z", "figures": %s,
			"warnings": []}
			""".formatted(command, status, parameters, figures));
	}

	/** A cross-validation: 4 seeds x 3 folds; 20 images of 10 patients, 4 of them positive. */
	static Path crossValidation(final Path folder) {
		record(folder, "Cross-Validate Classifier...", "finished",
			"{\"input\": \"/home/anna meier/study/crops\", \"output\": \"/home/anna meier/study/cv\", \"positive\": \"yes\", \"seeds\": 4, \"weights\": \"\"}",
			"{\"trainingseconds\": 12.345678}");
		AtomicFiles.writeText(folder.resolve("summary.csv"), """
			metric,mean,std
			accuracy,0.8123456,0.0412345
			f1,0.25,0.125
			auc,0.9,0.01
			""");
		final StringBuilder folds = new StringBuilder("seed,fold,accuracy\n");
		for (int i = 0; i < 12; i++)
			folds.append(i / 3).append(',').append(i % 3).append(",0.8\n");
		AtomicFiles.writeText(folder.resolve("folds.csv"), folds.toString());
		final StringBuilder predictions = new StringBuilder("seed,image,patient,label,prediction,yes\n");
		for (int i = 0; i < 80; i++)
			predictions.append(i / 20).append(",images/i").append(i % 20).append(".png,Meier").append(i % 20 / 2).append(',')
				.append(i % 20 < 4 ? "yes" : "no").append(",no,0.123456789\n");
		AtomicFiles.writeText(folder.resolve("predictions.csv"), predictions.toString());
		Plots.lines(Axes.of("epoch", "loss"), Series.of("a", new double[] { 3, 2, 1 })).write(folder.resolve("curves.png"));
		return folder;
	}

	/**
	 * A cross-validation whose networks are right as often as images have a true label of the same parity: 4 images a patient,
	 * of these the last one is called wrong in every third patient; half of the images are positive.
	 */
	static Path tested(final Path folder, final int patients) {
		record(folder, "Cross-Validate Classifier...", "finished",
			"{\"input\": \"../in\", \"output\": \".\", \"backbone\": \"resnet18\", \"size\": 96, \"epochs\": 8, \"batch\": 16, "
				+ "\"backbonerate\": 3.0E-4, \"headrate\": 0.001, \"decay\": 1.0E-5, \"folds\": 3, \"seeds\": 1, \"seed\": 0, "
				+ "\"byview\": false, \"weights\": \"\"}", "{\"positive\": \"ill\"}");
		final StringBuilder rows = new StringBuilder("image,patient,seed,fold,label,prediction,p_well,p_ill,original,truth\n");
		for (int i = 0; i < 4 * patients; i++) {
			final boolean ill = i % 2 == 1;
			final boolean wrong = i % 12 == 3;
			final String truth = ill ? "ill" : "well";
			final double p = (ill != wrong ? 0.6 : 0.1) + i % 10 * 0.03;
			final String row = String.format(Locale.ROOT, "%s,%s,%.4f,%.4f,%s,%s%n", truth, p > 0.5 ? "ill" : "well", 1 - p, p,
				i % 20 == 1 ? "well" : truth, truth);
			rows.append(String.format(Locale.ROOT, "images/Mueller_Hans_%d_%d.png,Mueller Hans %d,0,%d,", i / 4, i % 4, i / 4, i / 4 %
				3)).append(row);
			noise(folder.resolve("images/Mueller_Hans_" + i / 4 + "_" + i % 4 + ".png"), 32, 32, i);
		}
		AtomicFiles.writeText(folder.resolve("predictions.csv"), rows.toString());
		return folder;
	}

	/** A search for labels: 3 of 10 images are suspected, though 4 were doubted twice. */
	static Path suspicious(final Path folder) {
		record(folder, "Filter Noisy Labels...", "finished",
			"{\"input\": \"../in\", \"output\": \".\", \"method\": \"combined\", \"unit\": \"testis\", \"folds\": 3, \"seeds\": 1}",
			"{\"suspicious\": 3, \"images\": 10}");
		final StringBuilder rows = new StringBuilder("image,patient,label,flags,judgements,suspicious,score,proposed\n");
		for (int i = 0; i < 10; i++) {
			rows.append(String.format(Locale.ROOT, "images/Weber_%d.png,Weber%d,ill,%d,3,%b,%.3f,%s%n", i, i, i < 4 ? 2 : i % 2, i < 3,
				2.0 - i * 0.1, i < 3 ? "well" : ""));
			noise(folder.resolve("images/Weber_" + i + ".png"), 32, 32, i);
		}
		AtomicFiles.writeText(folder.resolve("suspicious.csv"), rows.toString());
		noise(folder.resolve("histogram.png"), 40, 20, 1);
		return folder;
	}

	/** Noise cannot be compressed. */
	static void noise(final Path png, final int width, final int height, final long index) {
		final BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		final RandomStream random = RandomStream.of(1, "noise", index);
		for (int y = 0; y < height; y++)
			for (int x = 0; x < width; x++)
				image.setRGB(x, y, random.nextInt());
		Pictures.writePng(png, image);
	}
}
