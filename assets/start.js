// Start Dash once its scripts are there.
window.renderer = new window.DashRenderer();
