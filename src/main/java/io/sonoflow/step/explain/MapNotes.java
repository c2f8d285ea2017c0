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
package io.sonoflow.step.explain;

import io.sonoflow.Monitor;
import io.sonoflow.explain.Explainer;
import io.sonoflow.explain.HeatMap;
import io.sonoflow.explain.Method;
import io.sonoflow.nn.Classifier;
import io.sonoflow.nn.TokenNetwork;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.data.InputCheck;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a run of {@link ExplainClassification} says of its maps, and the figures of its record. */
final class MapNotes {

	private final ExplainClassification step;
	private final Explainer explainer;
	private final Classifier classifier;
	private final CamTable table;
	private final RunFolder folder;
	private final Monitor monitor;

	/** @param folder null = nothing is written */
	MapNotes(final ExplainClassification step, final Explainer explainer, final CamTable table, final RunFolder folder,
		final Monitor monitor)
	{
		this.step = step;
		this.explainer = explainer;
		this.classifier = explainer.classifier();
		this.table = table;
		this.folder = folder;
		this.monitor = monitor;
	}

	/**
	 * Before any work: how maps are made; at small sizes a network's last stage has no places left.
	 *
	 * @param window frames that the network sees at once; 0 = it sees images
	 */
	void tellOfLayer(final int window) {
		final int[] stage = explainer.stage(window);
		final int[] places = Arrays.copyOfRange(stage, 1, stage.length);
		final Method method = Method.of(step.method);
		final boolean some = method == Method.SCORECAM && step.top > 0 && step.top < stage[0];
		if (method == Method.ROLLOUT) monitor.message("Maps by rollout, of the attention of all blocks.");
		else monitor.message("Maps by " + method.key() + " of " + (some ? step.top + " of " : "") + stage[0] + " channels, " +
			Arrays.stream(places).mapToObj(Integer::toString).collect(Collectors.joining(" x ")) + (window > 0 ? " times and" : "") +
			" places, layer " + explainer.layer() + ".");
		if (step.top > stage[0]) monitor.warn("top=" + step.top + ", but the layer " + explainer.layer() + " of this " + classifier
			.config().architecture() + " has " + stage[0] + " channels: all are taken.");
		// Times are no places.
		if (Arrays.stream(places).skip(places.length - 2L).anyMatch(each -> each > 1)) return;
		final String what = step.layer.equals(Explainer.AUTO) ? "a last stage" : "a layer " + step.layer;
		monitor.warn("The model sees images of " + classifier.config().size() + " px, of which " + classifier.config()
			.architecture() + " makes " + what + " of a single pixel: no heat map can show a place. Scores are right; for maps, " +
				"explain a model trained with size=64 or more.");
	}

	void tellOfOtherKinds(final InputCheck check) {
		final Map<String, String> warnings = new LinkedHashMap<>();
		table.rows().forEach(row -> warnings.put(row.image(), row.warning()));
		check.tell("images", List.copyOf(warnings.keySet()), List.copyOf(warnings.values()), folder, monitor);
	}

	void tellOfMapsWithoutPlaces() {
		final List<HeatMap.State> found = Arrays.stream(HeatMap.State.values()).filter(state -> state != HeatMap.State.OK &&
			table.count(state) > 0).toList();
		if (found.isEmpty()) return;
		final long count = found.stream().mapToLong(table::count).sum();
		monitor.warn(count + " of " + table.rows().size() + " heat maps show nothing: " + String.join("; ", found.stream().map(
			state -> table.count(state) + " " + state.key() + " (" + state.reason() + ")").toList()) +
			". Their pictures are without colours, the column map of " + CamTable.FILE + " names them, and they are in no " +
			"markershare." + advice());
		if (folder == null) return;
		folder.figure("heat maps that show nothing", count + " of " + table.rows().size());
		found.forEach(state -> folder.figure("heat maps " + state.key(), table.count(state)));
	}

	/** {@return what else to try where gradients at a transformer's norm speak against every place} */
	private String advice() {
		if (table.count(HeatMap.State.EMPTY) == 0 || !(classifier.network() instanceof TokenNetwork tokens)) return "";
		final Method method = Method.of(step.method);
		final List<String> blocks = tokens.stages().stream().filter(layer -> !layer.contains("norm") && !layer.equals(explainer
			.layer())).toList();
		final boolean gradients = method == Method.GRADCAM || method == Method.GRADCAM_PLUS_PLUS;
		return !gradients || blocks.isEmpty() ? "" : " Of a Vision Transformer, try layer=" + blocks.get(blocks.size() - 1) +
			", method=" + Method.SCORECAM.key() + " or method=" + Method.ROLLOUT.key() + ".";
	}

	void figures(final ExplainSources images, final FrameTable frames) {
		if (folder == null) return;
		folder.figure("images", images.names().size());
		if (frames.size() > 0) {
			folder.figure("clips", frames.clips());
			folder.figure("frames", frames.size());
		}
		folder.figure("review", images.left());
		if (step.markers) {
			folder.figure("markershare without", table.meanShare(false));
			folder.figure("markershare with", table.meanShare(true));
		}
		else if (table.rows().stream().anyMatch(row -> !Double.isNaN(row.area()))) {
			final List<CamTable.Row> bearing = table.measured();
			folder.figure("images with marks", bearing.size());
			if (bearing.isEmpty()) return;
			final double share = CamTable.mean(bearing, CamTable.Row::share);
			final double area = CamTable.mean(bearing, CamTable.Row::area);
			folder.figure("markershare", share);
			folder.figure("markerarea", area);
			folder.figure("markershare / markerarea", share / area);
		}
	}
}
