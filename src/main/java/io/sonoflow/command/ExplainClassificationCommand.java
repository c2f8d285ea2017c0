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

import io.sonoflow.bridge.MenuEntry;
import io.sonoflow.bridge.StepCommand;
import io.sonoflow.legacy.Host;
import io.sonoflow.legacy.read.ActiveImage;
import io.sonoflow.legacy.review.HeatMapWindow;
import io.sonoflow.legacy.window.Show;
import io.sonoflow.step.data.InputCheck;
import io.sonoflow.step.explain.CamTable;
import io.sonoflow.step.explain.ExplainClassification;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;

import org.scijava.plugin.Menu;
import org.scijava.plugin.Plugin;

/** Shows on which part of images a classifier's decision rests. */
@Plugin(type = MenuEntry.class, menu = { @Menu(label = "Plugins"), @Menu(label = "Sonoflow"), @Menu(
	label = ExplainClassification.LABEL, weight = 61) },
	description = "Shows as heat maps on which part of each image a classifier's decision rests, and whether it turns to " +
		"marks such as calipers.")
public final class ExplainClassificationCommand extends StepCommand<ExplainClassification.Result> {

	private static final String TITLE = "Explain Classification";

	private final ExplainClassification step;
	private HeatMapWindow window;

	public ExplainClassificationCommand() {
		this(new ExplainClassification());
	}

	private ExplainClassificationCommand(final ExplainClassification step) {
		super(step);
		this.step = step;
	}

	@Override
	protected void prepare() {
		window = null;
		step.images = List.of();
		if (step.input != null) return;
		step.images = ActiveImage.require("input").gray();
		window = HeatMapWindow.ofActiveImage().orElse(null);
	}

	@Override
	protected void show(final ExplainClassification.Result result) {
		final boolean overlay = Host.hasUser();
		if (overlay) overlay(result);
		// With marks there are two maps an image: side by side.
		if (!overlay || step.markers) stacks(result.pictures()).forEach(stack -> Show.color(TITLE, stack, List.of()));
		if (step.output == null) Show.table(TITLE, columns(), result.rows().stream().map(this::cells).toList());
	}

	private void overlay(final ExplainClassification.Result result) {
		final List<HeatMapWindow.Layer> layers = result.explained().stream().map(each -> new HeatMapWindow.Layer(each.name(), each
			.image(), each.heat(), each.caption(), each.probabilities())).toList();
		if (window == null) HeatMapWindow.ofFiles(TITLE, layers);
		else window.show(layers, result.classes());
	}

	/** {@return the first picture with its heat map} */
	@Override
	protected Object image(final ExplainClassification.Result result) {
		return result.pictures().isEmpty() ? null : result.pictures().get(0);
	}

	private List<String> columns() {
		final List<String> columns = new ArrayList<>(List.of("image", "class", "score", "markershare", "markerarea", "markers", "map",
			InputCheck.COLUMN));
		if (step.tests) columns.addAll(CamTable.TESTS);
		return columns;
	}

	private List<Object> cells(final CamTable.Row row) {
		final List<Object> cells = new ArrayList<>(Arrays.asList(row.image(), row.label(), row.score(), number(row.share()),
			number(row.area()), row.markers(), row.map().key(), row.warning()));
		if (step.tests) CamTable.figures(row.tests()).forEach(figure -> cells.add(number(figure)));
		return cells;
	}

	private static Double number(final double value) {
		return Double.isNaN(value) ? null : value;
	}

	/** {@return a stack for each size of picture} */
	private static Collection<List<ArrayImg<ARGBType, IntArray>>> stacks(final List<ArrayImg<ARGBType, IntArray>> pictures) {
		final Map<String, List<ArrayImg<ARGBType, IntArray>>> bySize = new LinkedHashMap<>();
		for (final ArrayImg<ARGBType, IntArray> picture : pictures)
			bySize.computeIfAbsent(picture.dimension(0) + "x" + picture.dimension(1), size -> new ArrayList<>()).add(picture);
		return bySize.values();
	}
}
