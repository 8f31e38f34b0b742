/*
 * tfjs-core's build for Node leaves out the gradients of its operations. Of the packages that carry them for Node,
 * tfjs-layers is the smallest; loading it registers them with the one tfjs-core of the process. Nothing else of it
 * is used.
 */
import "@tensorflow/tfjs-layers";
import { correctRunningSum } from "./cumsum-gradient";

correctRunningSum();
